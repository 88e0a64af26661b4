import 'dingtalk-jsapi/entry/union';
import { createRoot } from 'react-dom/client';
import { startSession } from './session';
import { WallApp } from './wall/WallApp';
import './phone.css';
import './wall/wall.css';

void startSession();
const root = document.getElementById('root');
if (root) createRoot(root).render(<WallApp />);
