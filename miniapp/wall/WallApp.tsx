import { Gate } from '../shell/Gate';

/** The wall of the command centre. */
export function WallApp() {
  return <Gate>{(me) => <p>{me.name}</p>}</Gate>;
}
