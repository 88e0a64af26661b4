import 'dingtalk-jsapi/entry/mobile';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App';
import { startCourier } from './offline/courier';
import { startSession } from './session';
import './phone.css';
import './form/form.css';

startCourier();
void startSession();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
// Not needed for the first screen.
void import('./field/sync').then(({ startFieldSync }) => startFieldSync());
void import('./evidence/uploads').then(({ startUploads }) => startUploads());
