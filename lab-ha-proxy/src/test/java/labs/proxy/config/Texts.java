package labs.proxy.config;

import java.util.Map;

/** Configurations that several tests read. */
final class Texts {
    static final String EVERYTHING =
            """
            # Everything that is supported, once.
            global
                log /dev/log local0
                daemon
                maxconn 2000
                stats socket /tmp/haproxy.sock mode 600 level admin

            defaults
                log global
                mode http
                option httplog
                option dontlognull
                option redispatch
                retries 2
                timeout connect 500ms
                timeout client 30s
                timeout server 1m
                timeout queue 2s
                timeout check 1s
                timeout http-request 5s
                timeout http-keep-alive 10s
                timeout tunnel 1h

            frontend web
                bind 127.0.0.1:18080,127.0.0.1:18081
                maxconn 1000
                option forwardfor header X-Client
                stats enable
                acl images path_beg /img/ /static/
                acl images path_end -i .png .jpg
                acl inside src 10.0.0.0/8 ::1 192.168.1.1
                acl write method POST PUT
                acl odd path_reg ^/a\\.b/[0-9]+$
                http-request deny deny_status 429 if odd !inside
                http-request set-header X-From "client %[src]" if TRUE
                http-request redirect location /new code 301 if { path /old }
                use_backend images if images !write or { hdr_beg(host) -i img. static. }
                default_backend app

            backend app
                balance leastconn
                option httpchk GET /health HTTP/1.0
                cookie SRV insert indirect nocache httponly
                http-request set-header X-Backend 'app server'
                server s1 127.0.0.1:8001 weight 20 check inter 500 rise 3 fall 2 maxconn 100 \
            slowstart 30s cookie one observe layer7 error-limit 5 on-error mark-down
                server s2 127.0.0.1:8002 check send-proxy-v2 cookie two
                server s3 127.0.0.1:8003 backup check

            backend images
                balance uri
                hash-type consistent
                acl busy queue(app) gt 100
                acl busy be_conn(app) ge 150 eq 7 10:20
                http-request deny deny_status 503 if busy { nbsrv(images) lt 2 }
                server i1 127.0.0.1:8004
                server i2 127.0.0.1:8005 send-proxy

            listen status
                bind 127.0.0.1:18082
                stats enable
                stats uri /status
                stats refresh 5

            listen db
                mode tcp
                bind 127.0.0.1:13306 accept-proxy
                balance random(3)
                stick-table type ip size 1m expire 30m
                stick on src
                server d1 127.0.0.1:3306 ssl verify none
                server d2 127.0.0.1:3307
            """;

    private Texts() {}

    static Configuration read(String text) throws ConfigException {
        return ConfigReader.read("my.cfg", text, Map.<String, String>of()::get);
    }
}
