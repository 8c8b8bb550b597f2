import type { Args, Core, Method } from './core';
import { Refusal, type View } from './model';

/** views.*: forms and homes. */
export const viewMethods: Record<string, Method> = {
  'views.open': (core, args) => {
    const body = core.views.parse(args.raw.view, 'modal');
    const trigger = core.permissions.exchange(args.required('trigger_id'));
    return shown(core, core.views.open(trigger.user, body));
  },
  'views.push': (core, args) => {
    const body = core.views.parse(args.raw.view, 'modal');
    const trigger = core.permissions.exchange(args.required('trigger_id'));
    const stack = core.views.stack(trigger.user);
    const below = stack.find((view) => view.id === trigger.viewId) ?? stack[stack.length - 1];
    if (!below) throw new Refusal('not_found');
    return shown(core, core.views.push(trigger.user, below, body));
  },
  'views.update': (core, args) => {
    const view = core.views.find(args.text('view_id'), args.text('external_id'));
    checkHash(args, view);
    return shown(core, core.views.update(view, core.views.parse(args.raw.view, view.type)));
  },
  'views.publish': (core, args) => {
    const user = args.required('user_id', 'user_not_found');
    if (!core.world.users.has(user)) throw new Refusal('user_not_found');
    const body = core.views.parse(args.raw.view, 'home');
    const held = core.world.homes.get(user);
    if (held) checkHash(args, held);
    return shown(core, core.views.publish(user, body));
  },
};

function checkHash(args: Args, view: View): void {
  const hash = args.text('hash');
  if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
}

function shown(core: Core, view: View) {
  return { ok: true, view: core.views.json(view) };
}
