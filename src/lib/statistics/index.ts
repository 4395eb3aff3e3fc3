export { findOutliers, type Outliers } from './outliers';
export { fitPrincipalComponents, type PrincipalComponents } from './principal-components';
