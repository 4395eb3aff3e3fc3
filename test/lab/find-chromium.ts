export { findChromium } from '../../scripts/shared/find-chromium';
