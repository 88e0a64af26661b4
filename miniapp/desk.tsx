import 'dingtalk-jsapi/entry/union';
import { createRoot } from 'react-dom/client';
import { DeskApp } from './desk/DeskApp';
import { startCourier } from './offline/courier';
import { startSession } from './session';
import './phone.css';
import './form/form.css';
import './desk/desk.css';

startCourier();
void startSession();
const root = document.getElementById('root');
if (root) createRoot(root).render(<DeskApp />);
