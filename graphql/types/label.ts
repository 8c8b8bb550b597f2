import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { LABEL_COLOURS, type Label, type LabelColour } from '../../src/domain/label';
import { globalId, IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { connectionType, PageArgs } from './connection';
import { describedEnum } from './enums';
import { Node } from './node';
import { OnceInput, TicketChangeInput } from './ticket-inputs';
import { TicketPayload } from './ticket-payloads';

export const LabelColourEnum = describedEnum<LabelColour>(
  'LabelColour',
  'The name of a colour; each surface draws it so that it can be read.',
  {
    GREY: 'Grey.',
    RED: 'Red.',
    ORANGE: 'Orange.',
    YELLOW: 'Yellow.',
    GREEN: 'Green.',
    TEAL: 'Teal.',
    BLUE: 'Blue.',
    PURPLE: 'Purple.',
    PINK: 'Pink.',
  },
);

@ObjectType('Label', {
  description: 'A word of the desk by which tickets are found and counted; only the team sees it.',
  implements: Node,
  simpleResolvers: true,
})
export class LabelNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called; unique, however it is spelt.' })
  name: string;

  @Field(() => LabelColourEnum, { description: 'How it is drawn.' })
  colour: LabelColour;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Since when it is given to no more tickets; null: it is.',
  })
  archivedAt: Date | null;
}

export const LabelConnection = connectionType('Label', LabelNode);

export const labelNode = ({ id, name, colour, archivedAt }: Label): LabelNode => ({
  id: globalId('Label', id),
  name,
  colour,
  archivedAt,
});

@ArgsType()
export class LabelListArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only archived ones; false: only the others. Default: all.',
  })
  @IsOptional()
  @IsBoolean()
  archived?: boolean | null;
}

const NAME = 'At most 40 characters, no comma.';

@InputType({ description: 'Make a label.' })
export class CreateLabelInput extends OnceInput {
  @Field(() => String, { description: NAME })
  @IsString()
  @MaxLength(400)
  name: string;

  @Field(() => LabelColourEnum, { nullable: true, description: 'Default: GREY.' })
  @IsOptional()
  @IsIn(LABEL_COLOURS)
  colour?: LabelColour | null;
}

@InputType({ description: 'Change a label. What is absent or null stays.' })
export class UpdateLabelInput extends OnceInput {
  @Field(() => ID, { description: 'Which.' })
  @IsIdOf('Label')
  labelId: string;

  @Field(() => String, { nullable: true, description: `${NAME} Null or absent leaves it.` })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  name?: string | null;

  @Field(() => LabelColourEnum, {
    nullable: true,
    description: 'How it is drawn. Null or absent leaves it.',
  })
  @IsOptional()
  @IsIn(LABEL_COLOURS)
  colour?: LabelColour | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: it stays on its tickets and in the figures, and is given to no more. False: it is given again. Null or absent leaves it.',
  })
  @IsOptional()
  @IsBoolean()
  archived?: boolean | null;
}

@InputType()
abstract class LabelsInput extends TicketChangeInput {
  @Field(() => [ID], { description: 'The labels: 1 to 20.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsIdOf('Label', true)
  labelIds: string[];
}

@InputType({ description: 'Give labels to a ticket.' })
export class AddLabelsInput extends LabelsInput {}
@InputType({ description: 'Take labels away from a ticket.' })
export class RemoveLabelsInput extends LabelsInput {}

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });

@ObjectType({ simpleResolvers: true })
export abstract class LabelPayload extends Payload {
  @Field(() => LabelNode, {
    nullable: true,
    description: 'As it stands now; null if it was not found.',
  })
  label: LabelNode | null;
}

@ObjectType(described('createLabel'))
export class CreateLabelPayload extends LabelPayload {}
@ObjectType(described('updateLabel'))
export class UpdateLabelPayload extends LabelPayload {}
@ObjectType(described('addLabels'))
export class AddLabelsPayload extends TicketPayload {}
@ObjectType(described('removeLabels'))
export class RemoveLabelsPayload extends TicketPayload {}
