import { ImageViewer } from 'antd-mobile';

/** The photos full screen, with pinch to zoom. */
export const PhotoViewer = ({
  hashes,
  start,
  onClose,
}: {
  hashes: readonly string[];
  start: number;
  onClose: () => void;
}) => (
  <ImageViewer.Multi
    images={hashes.map((hash) => `/api/files/${hash}?size=shown`)}
    defaultIndex={start}
    visible
    onClose={onClose}
  />
);
