import { useState } from 'react';
import { type Location, metresBetween } from '../../models/core/place';

/** Nearer than this is the same place, as far as a telephone can tell. */
const SAME_METRES = 15;

/** The older photo over the picture of the camera, to find its angle again; how strongly it shows is the officer's choice. */
export function Ghost({
  src,
  location,
  here,
}: {
  src: string;
  location?: readonly [number, number] | null;
  here?: Location | undefined;
}) {
  const [opacity, setOpacity] = useState(45);
  const metres = location && here ? Math.round(metresBetween([location[0], location[1]], here)) : null;
  return (
    <>
      <img className="camera-ghost" src={src} alt="" style={{ opacity: opacity / 100 }} data-testid="camera-ghost" />
      <div className="camera-ghost-bar">
        <p role="status">
          {metres === null
            ? '请把景物和原照片对齐'
            : metres <= SAME_METRES
              ? '已在原拍摄点附近，请对齐'
              : `离原拍摄点约 ${metres} 米，请走近再拍`}
        </p>
        <label>
          原照片
          <input
            type="range"
            min={0}
            max={90}
            step={5}
            value={opacity}
            aria-label="原照片的清晰程度"
            onChange={(event) => setOpacity(Number(event.target.value))}
          />
        </label>
      </div>
    </>
  );
}
