package engine.http;

import java.util.List;

/** What can be selected in the records of the answers, by the names that they have there. */
final class Selectors {
    private static final Schema<Service.Address> ADDRESS = new Schema<Service.Address>()
            .text("Address", Service.Address::address)
            .number("Port", Service.Address::port);

    private static final Schema<Service.Weights> WEIGHTS = new Schema<Service.Weights>()
            .number("Passing", Service.Weights::passing)
            .number("Warning", Service.Weights::warning);

    /** Consul's of the service mesh, which is not here: without value, so that filters which name them are good. */
    private static final Schema<Service> MESH_GATEWAY = new Schema<Service>().text("Mode", _ -> "");

    private static final Schema<Service> CONNECT = new Schema<Service>().flag("Native", _ -> false);

    private static final Schema<Service> PROXY = new Schema<Service>()
            .text("DestinationServiceID", _ -> "")
            .text("DestinationServiceName", _ -> "")
            .text("LocalServiceAddress", _ -> "")
            .number("LocalServicePort", _ -> 0)
            .part("MeshGateway", service -> service, MESH_GATEWAY)
            .part("Expose", service -> service, new Schema<Service>().flag("Checks", _ -> false))
            .list(
                    "Upstreams",
                    _ -> List.of(),
                    new Schema<Service>()
                            .text("Datacenter", _ -> "")
                            .text("DestinationName", _ -> "")
                            .text("DestinationNamespace", _ -> "")
                            .text("DestinationType", _ -> "")
                            .text("LocalBindAddress", _ -> "")
                            .number("LocalBindPort", _ -> 0)
                            .part("MeshGateway", service -> service, MESH_GATEWAY));

    static final Schema<Service> SERVICE = new Schema<Service>()
            .text("Kind", _ -> "")
            .text("ID", Service::id)
            .text("Service", Service::name)
            .texts("Tags", Service::tags)
            .text("Address", Service::address)
            .map("TaggedAddresses", Service::taggedAddresses, ADDRESS)
            .map("Meta", Service::meta)
            .number("Port", Service::port)
            .part("Weights", Service::weights, WEIGHTS)
            .flag("EnableTagOverride", Service::enableTagOverride)
            .part("Connect", service -> service, CONNECT)
            .part("Proxy", service -> service, PROXY);

    static final Schema<Check> CHECK = new Schema<Check>()
            .text("Node", Check::node)
            .text("CheckID", Check::id)
            .text("Name", Check::name)
            .text("Status", Check::status)
            .text("Notes", Check::notes)
            .text("Output", Check::output)
            .text("ServiceID", Check::serviceId)
            .text("ServiceName", Check::serviceName)
            .texts("ServiceTags", Check::serviceTags)
            .text("Type", Check::type);

    static final Schema<Node> NODE = new Schema<Node>()
            .text("ID", Node::id)
            .text("Node", Node::name)
            .text("Address", Node::address)
            .text("Datacenter", Node::datacenter)
            .map("TaggedAddresses", Node::taggedAddresses)
            .map("Meta", Node::meta);

    /** An instance as {@code /v1/catalog/service} shows it: flat. */
    static final Schema<Instance> CATALOG_SERVICE = new Schema<Instance>()
            .text("ID", i -> i.node().id())
            .text("Node", i -> i.node().name())
            .text("Address", i -> i.node().address())
            .text("Datacenter", i -> i.node().datacenter())
            .map("TaggedAddresses", i -> i.node().taggedAddresses())
            .map("NodeMeta", i -> i.node().meta())
            .text("ServiceKind", _ -> "")
            .text("ServiceID", i -> i.service().id())
            .text("ServiceName", i -> i.service().name())
            .texts("ServiceTags", i -> i.service().tags())
            .text("ServiceAddress", i -> i.service().address())
            .map("ServiceTaggedAddresses", i -> i.service().taggedAddresses(), ADDRESS)
            .map("ServiceMeta", i -> i.service().meta())
            .number("ServicePort", i -> i.service().port())
            .part("ServiceWeights", i -> i.service().weights(), WEIGHTS)
            .flag("ServiceEnableTagOverride", i -> i.service().enableTagOverride())
            .part("ServiceConnect", Instance::service, CONNECT)
            .part("ServiceProxy", Instance::service, PROXY);

    /** An instance as {@code /v1/health/service} shows it: node, service and checks. */
    static final Schema<Instance> HEALTH = new Schema<Instance>()
            .part("Node", Instance::node, NODE)
            .part("Service", Instance::service, SERVICE)
            .list("Checks", Instance::checks, CHECK);

    static final Schema<Member> MEMBER = new Schema<Member>()
            .text("Name", Member::name)
            .text("Addr", Member::address)
            .number("Port", Member::port)
            .map("Tags", Member::tags)
            .number("Status", Member::status);

    private Selectors() {}
}
