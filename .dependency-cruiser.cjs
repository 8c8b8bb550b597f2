/** The arrows of the house. src/domain <- src/app <- {db, jobs, bots/*, graphql} <- src/entry. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: {
    path: '^(src|bots|graphql|migrations|sandbox|bench|dashboard|test|ormconfig)',
    pathNot: allowed,
  },
});
const home = (name, packages, rooms) => ({
  name,
  severity: 'error',
  comment: `${packages} lives only in ${rooms}`,
  from: { path: '^(src|bots|graphql|migrations|ormconfig|dashboard)', pathNot: rooms },
  to: { path: `node_modules/${packages}` },
});
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-folder-cycle',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src/[^/]+|bots/[^/]+|graphql|migrations|sandbox|bench|dashboard/[^/]+)$' },
      to: { circular: true },
    },
    only(
      'domain-is-pure',
      '^src/domain',
      '^src/domain',
      'the rules import nothing outside themselves',
    ),
    {
      name: 'domain-no-packages',
      severity: 'error',
      from: { path: '^src/domain' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    only('app-sees-domain', '^src/app', '^src/(app|domain)'),
    only('db-sees-ports', '^src/db', '^(src/(db|app|domain|lib)|migrations)'),
    only('jobs-see-app', '^src/jobs', '^src/(jobs|app|domain|lib)'),
    only('lib-sees-nothing', '^src/lib', '^src/lib'),
    only('slack-sees-ports', '^bots/slack', '^(bots/slack|src/(app|domain|lib))'),
    only('teams-sees-ports', '^bots/teams', '^(bots/teams|src/(app|domain|lib))'),
    only('graphql-sees-app', '^graphql', '^(graphql|src/(app|domain|lib))'),
    only('migrations-stand-alone', '^migrations', '^migrations'),
    only('sandbox-stands-alone', '^sandbox', '^sandbox', 'it talks to us over HTTP only'),
    only(
      'dashboard-stands-alone',
      '^dashboard',
      '^dashboard',
      'it talks to us over the public API only',
    ),
    {
      name: 'nobody-enters-entry',
      severity: 'error',
      from: { path: '^(src|bots|graphql|migrations|sandbox)', pathNot: '^src/entry' },
      to: { path: '^src/entry' },
    },
    {
      name: 'sources-never-import-tests',
      severity: 'error',
      from: { path: '^(src|bots|graphql|migrations|sandbox)' },
      to: { path: '^test' },
    },
    {
      name: 'app-no-frameworks',
      severity: 'error',
      from: { path: '^src/app' },
      to: {
        path: 'node_modules/(typeorm|pg|@slack|botbuilder|type-graphql|@apollo|express|graphql)',
      },
    },
    home('orm-home', '(typeorm|pg|@electric-sql)/', '^(src/db|migrations|ormconfig)'),
    home('slack-home', '@slack/', '^bots/slack'),
    home('teams-home', '(botbuilder|botframework)', '^bots/teams'),
    home('api-home', '(type-graphql|@apollo)/', '^graphql'),
    {
      name: 'no-orphan-package',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(botbuilder)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its parser reads no JSX: .biome.json keeps the same arrow for the components.
    exclude: { path: '^(dist|sandbox/page|dashboard/generated|dashboard/.*tsx$)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'default'],
    },
  },
};
