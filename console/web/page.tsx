// The page's beginning: takes the token, shows the application.
import { render } from 'preact';
import { App } from './app.tsx';
import { takeToken } from './session.ts';
import { applyTheme } from './theme.ts';

takeToken();
applyTheme();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
