import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(__dirname, '..');
const port = Number(process.env.PORT ?? 17007);
const output = path.join(__dirname, 'output');

/** The whole product, started as a user starts it, on a port and with data of its own. */
export default defineConfig({
  projects: [
    { name: 'journeys', testDir: path.join(__dirname, 'journeys') },
    // Takes the screenshots of the README: `npm run test:journeys -- --project pictures`.
    { name: 'pictures', testDir: path.join(__dirname, 'pictures') },
  ],
  outputDir: path.join(output, 'results'),
  reporter: [['list']],
  // One portal and one sandbox stand behind all journeys, and two cores behind those.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node tools/runtime/jimu.mjs start --fresh',
    cwd: root,
    url: `http://localhost:${port}/.backstage/health/v1/readiness`,
    env: {
      PORT: String(port),
      JIMU_DATA: process.env.JIMU_DATA ?? path.join(output, 'data'),
    },
    reuseExistingServer: !process.env.CI,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    timeout: 420_000,
    stdout: 'pipe',
  },
});
