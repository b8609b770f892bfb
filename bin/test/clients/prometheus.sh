# Part of clients-test: Prometheus finds what is registered (consul_sd_configs), and scrapes the agent.
cat >"$dir/prometheus.yml" <<CONF
scrape_configs:
  - job_name: services
    scrape_interval: 1s
    consul_sd_configs: [{ server: "$CONSUL_HTTP_ADDR", refresh_interval: 1s }]
  - job_name: blue
    scrape_interval: 1s
    consul_sd_configs:
      - { server: "$CONSUL_HTTP_ADDR", services: [scraped], tags: [blue], node_meta: { rack: r1 }, allow_stale: false, refresh_interval: 1s }
  - job_name: agent
    scrape_interval: 1s
    metrics_path: /v1/agent/metrics
    params: { format: [prometheus] }
    static_configs: [{ targets: ["$CONSUL_HTTP_ADDR"] }]
CONF
"$dir/debian/usr/bin/prometheus" --config.file="$dir/prometheus.yml" --storage.tsdb.path="$dir/tsdb" \
  --web.listen-address="127.0.0.1:$(port 6)" >"$dir/prometheus.log" 2>&1 </dev/null &
prometheus=$!

prometheus_api() { curl -fsS "http://127.0.0.1:$(port 6)/api/v1/$1" >"$dir/answer" && cat "$dir/answer"; }
targets() { prometheus_api "targets?state=active" | tr '{' '\n' | grep '__meta_consul_service_id'; }
follows() { targets | grep -q "\"__meta_consul_service_id\":\"$1\".*\"job\":\"$2\""; }
forgets() { targets >"$dir/targets" && ! grep -q "\"__meta_consul_service_id\":\"$1\"" "$dir/targets"; }
scraped() { prometheus_api "query?query=up%7Bjob%3D%22agent%22%7D" | grep -q '"1"\]'; }
put() { curl -fsS -XPUT "http://$CONSUL_HTTP_ADDR/v1/agent/service/$1" -d "$2"; }

until_true "Prometheus answers" prometheus_api targets || cat "$dir/prometheus.log"
put register '{"Name":"scraped","ID":"scraped-1","Port":9100,"Tags":["blue"],"Meta":{"team":"a"}}'
until_true "Prometheus finds a service that is registered" follows scraped-1 services || true
until_true "and finds it by tag and node meta" follows scraped-1 blue || true
put register '{"Name":"scraped","ID":"scraped-2","Port":9101}'
until_true "and a second instance" follows scraped-2 services || true
put deregister/scraped-1 ''
until_true "and drops one that goes" forgets scraped-1 || true
until_true "and scrapes the agent itself" scraped || true
metrics() { curl -fsS "http://$CONSUL_HTTP_ADDR$1" >"$dir/metrics"; }
for path in "/v1/agent/metrics?format=prometheus" /v1/health/metrics; do
  metrics "$path" || failed "$path is not answered"
  # It ends with 3 for names that it would have otherwise, which those of Consul are.
  "$dir/debian/usr/bin/promtool" check metrics <"$dir/metrics" >"$dir/lint" 2>&1 || [ $? = 3 ] || {
    cat "$dir/lint"
    failed "promtool refuses $path"
  }
done
