import '@testing-library/jest-dom';
import { installScreen } from './tests/screen';

installScreen();
