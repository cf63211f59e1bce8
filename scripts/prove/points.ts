/** Everything that nobody has proved on a real account yet. */
import { codeDeployPoints } from './codedeploy-points.ts';
import { imagePoints } from './image-points.ts';
import { otherPoints } from './other-points.ts';
import type { Point } from './point.ts';

export const points: readonly Point[] = [...codeDeployPoints, ...otherPoints, ...imagePoints];
