import { type FormValues, stateValues, unansweredBlocks } from './form-state';
import { type Interaction, InteractionDesk, userPart } from './interaction';
import { fields, items, type JsonObject, parseJson } from './json';
import { Refusal, type View } from './model';
import type { Push } from './push';
import type { Permissions } from './triggers';
import type { Views } from './views';
import type { World } from './world';

/** Forms sent off and forms closed. */
export class Forms extends InteractionDesk {
  constructor(
    world: World,
    push: Push,
    permissions: Permissions,
    private readonly views: Views,
  ) {
    super(world, push, permissions);
  }

  /** A form sent off. The desk's answer decides whether it closes, changes or shows errors. */
  async submit(args: { viewId: string; user: string; values: FormValues }): Promise<Interaction> {
    const user = this.world.user(args.user);
    const view = this.views.find(args.viewId);
    if (view.user !== user.id || view.type !== 'modal') throw new Refusal('not_found');
    const values = stateValues(items(view.body.blocks), args.values);
    const missing = unansweredBlocks(view, values);
    if (missing.length > 0) {
      const errors = Object.fromEntries(
        missing.map((id) => [id, 'Please complete this required field.']),
      );
      view.errors = errors;
      this.world.changed();
      return { outcome: 0, error: 'missing_required_field', body: '', errors };
    }
    const answer = await this.send({
      type: 'view_submission',
      team: this.teamPart(user),
      user: userPart(user),
      api_app_id: this.world.app.id,
      token: this.world.app.verification_token,
      trigger_id: this.permissions.trigger(user.id, view.id),
      view: this.views.json(view, values),
      response_urls: [],
      is_enterprise_install: false,
      enterprise: null,
    });
    return this.afterSubmit(view, values, answer);
  }

  private afterSubmit(view: View, values: JsonObject, answer: Interaction): Interaction {
    if (answer.error !== null) {
      view.trouble = 'We had some trouble connecting. Try again?';
      view.values = values;
      this.world.changed();
      return answer;
    }
    const reply = fields(parseJson(answer.body));
    switch (reply.response_action) {
      case undefined:
        this.views.close(view);
        return answer;
      case 'clear':
        this.views.closeAll(view.user);
        return answer;
      case 'update':
        this.views.update(view, this.views.parse(reply.view, 'modal'));
        return answer;
      case 'push':
        this.views.push(view.user, view, this.views.parse(reply.view, 'modal'));
        return answer;
      case 'errors':
        view.errors = fields(reply.errors);
        view.values = values;
        this.world.changed();
        return { ...answer, errors: view.errors };
      default:
        return { ...answer, error: 'invalid_response_action' };
    }
  }

  /** A form closed without being sent; told to the desk only if it asked. */
  async close(args: { viewId: string; user: string }): Promise<Interaction | null> {
    const user = this.world.user(args.user);
    const view = this.views.find(args.viewId);
    if (view.user !== user.id) throw new Refusal('not_found');
    const json = this.views.json(view);
    this.views.close(view);
    if (view.body.notify_on_close !== true) return null;
    return this.send({
      type: 'view_closed',
      team: this.teamPart(user),
      user: userPart(user),
      api_app_id: this.world.app.id,
      token: this.world.app.verification_token,
      view: json,
      is_cleared: false,
      is_enterprise_install: false,
      enterprise: null,
    });
  }
}
