/**
 * Kinds of settings that change what the project's programs do or where files end up, and which of
 * them are kept.
 *
 * @type {{ pattern: RegExp, keep?: RegExp }[]}
 */
const KINDS = [
  // Where modules come from and how Python behaves. PYTHON itself is a setting of this project.
  {
    pattern: /^PYTHON./,
    keep: /^PYTHON(?:DONTWRITEBYTECODE|HASHSEED|PYCACHEPREFIX|UNBUFFERED|FAULTHANDLER)$/,
  },
  { pattern: /^(?:VIRTUAL_ENV|CONDA_|_CONDA_|PIPENV_|POETRY_|PYENV_VERSION|__PYVENV_LAUNCHER__)/ },
  // Of pip's settings: how to reach the network, not what is installed and where.
  {
    pattern: /^PIP_/i,
    keep: /^PIP_(?:INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|TIMEOUT|DEFAULT_TIMEOUT|RETRIES|RESUME_RETRIES|CACHE_DIR|NO_CACHE_DIR|KEYRING_PROVIDER|USE_FEATURE|USE_DEPRECATED|CONFIG_FILE)$/i,
  },
  // Of npm's: the same. Those with a colon belong to one registry.
  {
    pattern: /^npm_config_/i,
    keep: /^npm_config_(?:.*:.*|registry|proxy|https?_proxy|no_?proxy|cafile|ca|certfile|cert|keyfile|key|strict_ssl|cache|userconfig|globalconfig|_auth|_authtoken|always_auth|username|_password|email|fetch_.*|maxsockets|local_address|offline|prefer_offline|prefer_online|node_gyp|user_agent|loglevel|logs_dir|logs_max)$/i,
  },
  {
    pattern: /^NODE_/,
    keep: /^NODE_(?:EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED|USE_ENV_PROXY|USE_SYSTEM_CA|V8_COVERAGE|OPTIONS|DISABLE_COLORS|COMPILE_CACHE)$/,
  },
  { pattern: /^(?:TSX_|TS_NODE_|ESBUILD_|ESLINT_|PRETTIER_|PYTEST_|NBCONVERT_|PLAYWRIGHT_NODEJS_)/ },
  // Set for a git hook; they would point git at another repository.
  { pattern: /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE)$/ },
];

/**
 * Of NODE_OPTIONS: memory, the network and its certificates, warnings. Not options that load
 * modules or wait for a debugger.
 */
const NODE_OPTIONS =
  /^--(?:max-|min-|stack-size|stack-trace-limit|use-(?:openssl|bundled|system)-ca|openssl-|tls-|dns-result-order|network-family|no-network-family|no-warnings|no-deprecation|disable-warning|trace-|unhandled-rejections|use-env-proxy|enable-source-maps|report-|heapsnapshot-|diagnostic-dir)/;

/**
 * A user's environment without settings of Python, pip, Node and npm that would change what is
 * installed into `.venv` and `node_modules`, or what the project's programs load. Settings that say
 * how to reach the network stay: indexes, registries, proxies, certificates, caches.
 *
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {NodeJS.ProcessEnv} a new object
 * @example cleanEnvironment({ HOME: '/me', PIP_TARGET: '/x', PIP_PROXY: 'http://p' }) // { HOME: '/me', PIP_PROXY: 'http://p' }
 */
export function cleanEnvironment(inherited = process.env) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = Object.fromEntries(
    Object.entries(inherited).filter(([name]) =>
      KINDS.every(({ pattern, keep }) => !pattern.test(name) || keep?.test(name)),
    ),
  );
  if (environment.NODE_OPTIONS === undefined) return environment;
  const options = chooseNodeOptions(environment.NODE_OPTIONS);
  if (options) environment.NODE_OPTIONS = options;
  else delete environment.NODE_OPTIONS;
  return environment;
}

/**
 * The options to keep. An option's value may be a separate word, and a quoted word may contain
 * spaces.
 *
 * @param {string} text
 */
function chooseNodeOptions(text) {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];
  let stays = false;
  return words
    .filter((word) => {
      if (word.startsWith('-')) stays = NODE_OPTIONS.test(word.replaceAll('_', '-'));
      return stays;
    })
    .join(' ');
}
