import { useQuery } from '@tanstack/react-query';
import { useSend } from '../session/session-context.tsx';
import { mailFlowQuery } from './api/mail-flow.ts';

/** The flow that new mail goes through when it is another one than this; null when it is this one, or nobody knows. */
export function useOtherMailFlow(flowId: string): string | null {
  const { data } = useQuery(mailFlowQuery(useSend()));
  return data === undefined || data === flowId ? null : data;
}
