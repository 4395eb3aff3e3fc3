import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanEnvironment } from '../../../scripts/shared/processes/clean-environment.mjs';

describe('cleanEnvironment()', () => {
  it('keeps settings of the network and of unrelated programs', () => {
    const kept = {
      ...{
        HOME: '/me',
        PATH: '/bin',
        INIT_CWD: '/me',
        CXX: 'clang++',
        PYTHON: '/usr/bin/python3',
        LD_PRELOAD: 'x.so',
      },
      ...{
        HTTPS_PROXY: 'http://p:1',
        no_proxy: 'localhost',
        SSL_CERT_FILE: '/ca',
        NODE_EXTRA_CA_CERTS: '/ca',
      },
      ...{ PIP_INDEX_URL: 'https://i', PIP_CERT: '/ca', PIP_PROXY: 'http://p', PIP_CACHE_DIR: '/c' },
      ...{
        npm_config_registry: 'https://r',
        'npm_config_//r/:_authToken': 't',
        npm_config_https_proxy: 'http://p',
      },
      ...{ npm_config_cafile: '/ca', npm_config_userconfig: '/me/.npmrc', npm_lifecycle_event: 'setup' },
      ...{ FER2013: 'drawn', TF_CPP_MIN_LOG_LEVEL: '0' },
    };
    assert.deepEqual(cleanEnvironment(kept), kept);
  });

  it('drops settings that change where files end up and what programs load', () => {
    const dropped = [
      ...[
        'PIP_TARGET',
        'PIP_USER',
        'PIP_PREFIX',
        'PIP_ROOT',
        'PIP_NO_DEPS',
        'PIP_REQUIRE_VIRTUALENV',
        'PIP_CONSTRAINT',
      ],
      ...['pip_target', 'PIP_PYTHON', 'PIP_NO_BINARY', 'PIP_REQUIREMENT', 'PIP_DRY_RUN', 'PIP_EDITABLE'],
      ...['PYTHONPATH', 'PYTHONHOME', 'PYTHONUSERBASE', 'PYTHONSTARTUP', 'PYTHONWARNINGS', 'PYTHONINSPECT'],
      ...['VIRTUAL_ENV', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', '__PYVENV_LAUNCHER__', 'PYTEST_ADDOPTS'],
      ...[
        'npm_config_omit',
        'npm_config_only',
        'npm_config_production',
        'npm_config_global',
        'npm_config_prefix',
      ],
      ...['NPM_CONFIG_PREFIX', 'npm_config_ignore_scripts', 'npm_config_workspaces', 'npm_config_dry_run'],
      ...[
        'NODE_PATH',
        'NODE_ENV',
        'NODE_DEBUG',
        'NODE_TEST_CONTEXT',
        'TSX_TSCONFIG_PATH',
        'ESLINT_USE_FLAT_CONFIG',
      ],
      ...['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE'],
    ];
    assert.deepEqual(cleanEnvironment(Object.fromEntries(dropped.map((name) => [name, '1']))), {});
  });

  it("drops Node's options that load modules or wait for a debugger", () => {
    const optionsOf = (NODE_OPTIONS: string) => cleanEnvironment({ NODE_OPTIONS }).NODE_OPTIONS;
    assert.equal(
      optionsOf('--max-old-space-size=8192 --use-openssl-ca'),
      '--max-old-space-size=8192 --use-openssl-ca',
    );
    assert.equal(optionsOf('--max_old_space_size=4096'), '--max_old_space_size=4096');
    assert.equal(
      optionsOf(
        '--require "/a b/hook.js" --max-old-space-size 8192 -r ./x --inspect-brk --import y --no-warnings',
      ),
      '--max-old-space-size 8192 --no-warnings',
    );
    assert.equal(optionsOf('--import tsx --conditions=development'), undefined);
  });
});
