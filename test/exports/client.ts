import type { RunningApp } from '../harness';

export interface Download { status: number; bytes: Buffer; matched: number; returned: number; type: string; name: string }

export async function download(app: RunningApp, file: string, query: Record<string, string> = {}): Promise<Download> {
  const answer = await fetch(`${app.url}/api/exports/${file}?${new URLSearchParams(query)}`.replace(/\?$/, ''));
  const name = decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '');
  return {
    status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type') ?? '', name,
    matched: Number(answer.headers.get('x-paikou-matched')), returned: Number(answer.headers.get('x-paikou-returned')),
  };
}
