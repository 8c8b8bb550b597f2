import { Link } from 'wouter';
import { useMay } from '../api/viewer';

/** Whose ticket it is, and the way there for those who may go it. */
export const CustomerName = ({ of }: { of: { readonly id: string; readonly name: string } }) => {
  const { isStaff } = useMay();
  return isStaff ? <Link href={`/customers/${of.id}`}>{of.name}</Link> : <span>{of.name}</span>;
};
