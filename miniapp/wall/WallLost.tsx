import { timeOf } from './words';

/** The picture stands still: said across the whole wall, with the moment it is of. */
export function WallLost({ heardAt, trouble }: { heardAt: number; trouble: string | null }) {
  return (
    <div className="wall-lost" role="alert" data-testid="wall-lost">
      <strong>连接已断开，画面停在 {heardAt > 0 ? timeOf(heardAt) : '——'}</strong>
      <span>{trouble ?? '正在重连。'}请改用电话值守，紧急事项电话确认。</span>
    </div>
  );
}
