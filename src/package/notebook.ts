// What `import … from 'emotion-notebooks/notebook'` gets: all that the notebooks of this project use,
// such as data, figures and training runs.
import './check-figure-packages';

export * from '../lib/index';
