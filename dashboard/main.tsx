import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/index.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/popups.css';
import './styles/overview.css';
import './styles/measures.css';
import './styles/tickets.css';
import './styles/ticket.css';
import './styles/details.css';
import { App } from './app';
import { applyTheme, readTheme } from './theme';

applyTheme(readTheme());
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <App />
      </CSPProvider>
    </StrictMode>,
  );
