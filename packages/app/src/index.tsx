import '@backstage/ui/css/styles.css';
import './modules/theme/theme.css';
import ReactDOM from 'react-dom/client';
import app from './App';

ReactDOM.createRoot(document.getElementById('root')!).render(app);
