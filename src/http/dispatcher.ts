import { rootCertificates } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";

/** Proxy settings as the environment gives them. All three absent: no proxy. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts to reach directly, with commas between. */
  readonly noProxy?: string;
}

export interface DispatcherOptions {
  readonly proxy: ProxySettings;
  /** PEM text of a certificate authority to trust besides the usual ones. */
  readonly ca?: string;
  /** Connections to one server. */
  readonly connections: number;
}

/**
 * The connections under every request of one source or target: kept alive, through the proxy where one
 * is set, with the extra certificate authority. Certificates are always checked.
 */
export function createDispatcher({ proxy, ca, connections }: DispatcherOptions): Dispatcher {
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  return new EnvHttpProxyAgent({
    httpProxy: proxy.httpProxy ?? "",
    httpsProxy: proxy.httpsProxy ?? proxy.httpProxy ?? "",
    noProxy: proxy.noProxy ?? "",
    connections,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
}
