import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { CareSettings } from '../../src/app/ports/feedback';
import { WORD_LISTS, type WordList } from '../../src/domain/care-words';
import { Payload } from './admin-payloads';
import { describedEnum } from './enums';
import { OnceInput } from './ticket-inputs';

export const WordListEnum = describedEnum<WordList>(
  'WordList',
  'Words of customers that the desk acts on by itself.',
  {
    SOLVED: 'Says that a proposed solution works.',
    NOT_YET: 'Says that it does not.',
    ASKS_FOR_NEWS: 'Asks what has become of it: a signal.',
    CALLS_EVERYBODY: 'Addresses the whole room: a signal.',
  },
);

@ObjectType({ description: 'One list of words.', simpleResolvers: true })
export class CareWordList {
  @Field(() => WordListEnum, { description: 'Which list.' })
  list: WordList;

  @Field(() => [String], { description: 'Its words and phrases, lower case.' })
  words: readonly string[];

  @Field(() => Boolean, {
    description: 'Whether the desk has put it in place of the built-in one.',
  })
  isOwn: boolean;
}

@ObjectType('CareSettings', {
  description: 'How the desk follows up by itself.',
  simpleResolvers: true,
})
export class CareSettingsNode {
  @Field(() => Int, {
    description: 'Days of silence after a solution until the customer is asked once.',
  })
  checkInDays: number;

  @Field(() => Int, { description: 'Days of silence after that until it counts as unconfirmed.' })
  unconfirmedDays: number;

  @Field(() => Int, { description: 'Nobody is asked for a rating again within so many days.' })
  ratingCooldownDays: number;

  @Field(() => Int, { description: 'Open hours to make good what got a bad rating.' })
  recoveryHours: number;

  @Field(() => [CareWordList], { description: 'The words that count.' })
  words: readonly CareWordList[];
}

/** The settings as the API shows them. */
export const careSettingsNode = (settings: CareSettings): CareSettingsNode => ({
  checkInDays: settings.checkInDays,
  unconfirmedDays: settings.unconfirmedDays,
  ratingCooldownDays: settings.ratingCooldownDays,
  recoveryHours: settings.recoveryHours,
  words: WORD_LISTS.map((list) => ({
    list,
    words: settings.words[list],
    isOwn: settings.ownWords[list] !== undefined,
  })),
});

@InputType({ description: 'A list of words that takes the place of the built-in one.' })
export class CareWordListInput {
  @Field(() => WordListEnum, { description: 'Which list.' })
  @IsIn(WORD_LISTS)
  list: WordList;

  @Field(() => [String], {
    description: 'Its words and phrases, at most 100; empty: the built-in list again.',
  })
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  words: string[];
}

const LEAVES = 'Null or absent leaves it.';

@InputType({ description: 'Change how the desk follows up by itself.' })
export class UpdateCareSettingsInput extends OnceInput {
  @Field(() => Int, {
    nullable: true,
    description: `Days of silence after a solution until the customer is asked once. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  checkInDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days of silence after that until it counts as unconfirmed. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  unconfirmedDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Nobody is asked for a rating again within so many days. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  ratingCooldownDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Open hours to make good what got a bad rating. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  recoveryHours?: number | null;

  @Field(() => [CareWordListInput], {
    nullable: true,
    description: `The lists to replace. ${LEAVES}`,
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  words?: CareWordListInput[] | null;
}

@ObjectType({ description: 'What became of updateCareSettings.', simpleResolvers: true })
export class UpdateCareSettingsPayload extends Payload {
  @Field(() => CareSettingsNode, { description: 'As they stand now.' })
  settings: CareSettingsNode;
}
