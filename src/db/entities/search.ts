import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Visibility } from '../../domain/ticket';

/** What is searched in: kept by triggers of the database, read through its functions. */
@Entity('search_entry')
export class SearchEntryEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: 'TICKET' | 'MESSAGE';
  @Column('uuid') readonly ticketId: string;
  @Column('text') readonly visibility: Visibility;
  @Column('timestamptz') readonly at: Date;
  @Column('tsvector', { select: false }) readonly words: string;
}

/** A word that occurs, under itself and under what remains of it without one of its letters. */
@Entity('search_spelling')
export class SearchSpellingEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text', { collation: 'C' }) readonly piece: string;
  @PrimaryColumn('text', { collation: 'C' }) readonly word: string;
}
