// What `npm pack` in the project's root would run before it packs, if .npmrc let it run scripts, and all
// that is in the file that it makes: the package is built first, from TypeScript.
throw new Error(
  'Expected emotion-notebooks to be packed by `npm run package` but found what `npm pack` makes of the ' +
    "project's root. Run `npm run package` there, and install the file that it names.",
);
