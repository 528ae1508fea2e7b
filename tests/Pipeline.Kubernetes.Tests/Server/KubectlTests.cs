using Pipeline.Kubernetes.Tests.Support;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.Kubernetes.Tests.Server;

public sealed class KubectlTests
{
    private const string Workload = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
              - { name: web, image: "shop/web:1", env: [ { name: A, value: a }, { name: B, value: b } ], ports: [ { containerPort: 80 } ] }
              - { name: sidecar, image: "proxy:1" }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [ { port: 80 } ] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: "pipeline:reader" }
        rules: [ { apiGroups: [ "" ], resources: [ pods ], verbs: [ list, watch ] } ]
        """;

    [Fact]
    public async Task Kubectl_makes_changes_and_deletes_objects()
    {
        await using var run = await KubectlRun.StartAsync();
        var kubectl = run.Kubectl;
        Assert.Equal(["namespace/shop created", "deployment.apps/web created", "service/web created", "clusterrole.rbac.authorization.k8s.io/pipeline:reader created"], Lines(await ApplyAsync(kubectl, Workload)));
        Assert.Equal(["namespace/shop unchanged", "deployment.apps/web unchanged", "service/web unchanged", "clusterrole.rbac.authorization.k8s.io/pipeline:reader unchanged"], Lines(await ApplyAsync(kubectl, Workload)));

        // A container by its name, a variable by its own: the others stay.
        var changed = Workload.Replace("shop/web:1", "shop/web:2", StringComparison.Ordinal).Replace("{ name: A, value: a }, ", "", StringComparison.Ordinal);
        Assert.Contains("deployment.apps/web configured", Lines(await ApplyAsync(kubectl, changed)));
        Assert.Equal("shop/web:2 B proxy:1", await kubectl.RunAsync("-n", "shop", "get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[*].name} {.spec.template.spec.containers[1].image}"));

        await kubectl.RunAsync("-n", "shop", "label", "service", "web", "tier=front");
        await kubectl.RunAsync("-n", "shop", "annotate", "service", "web", "note=a b");
        Assert.Equal("front|a b", await kubectl.RunAsync("-n", "shop", "get", "svc", "web", "-o", "jsonpath={.metadata.labels.tier}|{.metadata.annotations.note}"));
        await kubectl.RunAsync("-n", "shop", "patch", "service", "web", "--type=json", "-p", """[{"op":"remove","path":"/metadata/labels/tier"},{"op":"add","path":"/spec/ports/-","value":{"port":81}}]""");
        Assert.Equal("|80 81", await kubectl.RunAsync("-n", "shop", "get", "svc", "web", "-o", "jsonpath={.metadata.labels.tier}|{.spec.ports[*].port}"));
        await kubectl.RunAsync("-n", "shop", "patch", "service", "web", "--type=merge", "-p", """{"spec":{"ports":null},"metadata":{"labels":{"x":"y"}}}""");
        Assert.Equal("y|", await kubectl.RunAsync("-n", "shop", "get", "svc", "web", "-o", "jsonpath={.metadata.labels.x}|{.spec.ports}"));

        await kubectl.RunAsync("create", "configmap", "settings", "--from-literal=a=b", "-n", "shop");
        await kubectl.RunAsync("create", "serviceaccount", "agent", "-n", "shop");
        await kubectl.RunAsync("create", "job", "once", "--image=x", "-n", "shop");
        Assert.Equal(["cronjob.batch/nightly created"], Lines(await ApplyAsync(kubectl, """{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly","namespace":"shop"},"spec":{}}""")));
        Assert.Equal(["job.batch/once"], Lines(await kubectl.RunAsync("get", "jobs", "-A", "-o", "name")));
        Assert.Equal(["job.batch \"once\" deleted"], Lines(await kubectl.RunAsync("-n", "shop", "delete", "job", "once")).Select(line => line.Replace(" from shop namespace", "", StringComparison.Ordinal)));
        await kubectl.RunAsync("delete", "namespace", "shop");
        Assert.Empty(run.Server.All(ResourceType.Of("CronJob")));
    }

    [Fact]
    public async Task Kubectl_selects_and_prints()
    {
        await using var run = await KubectlRun.StartAsync();
        foreach (var (name, node) in (ReadOnlySpan<(string, string)>)[("a", "node-a"), ("b", "node-b"), ("c", "node-a")])
            run.Server.Put(Samples.NewPod(name, node));
        var kubectl = run.Kubectl;
        await kubectl.RunAsync("label", "pod", "a", "b", "tier=front");
        await kubectl.RunAsync("label", "pod", "b", "tier=back", "--overwrite");
        Assert.Equal(["pod/a", "pod/c"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "--field-selector=spec.nodeName=node-a")));
        Assert.Equal(["pod/b"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "--field-selector=spec.nodeName!=node-a,status.phase=Running")));
        Assert.Equal(["pod/a"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "-l", "tier=front")));
        Assert.Equal(["pod/a", "pod/b"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "-l", "tier in (front,back),app=web")));
        Assert.Equal(["pod/c"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "-l", "!tier")));
        Assert.Equal(["pod/a", "pod/c"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "-l", "tier notin (back)")));
        Assert.Equal(["pod/a", "pod/b", "pod/c"], Lines(await kubectl.RunAsync("get", "pods", "-o", "name", "--chunk-size=1")));
        Assert.Matches(@"^NAME +READY +STATUS +RESTARTS +AGE\na +0/1 +Running +0 +(\d+m)?(\d+s)?\n", await kubectl.RunAsync("get", "pods"));
    }

    [Fact]
    public async Task Kubectl_is_told_what_cannot_be_done()
    {
        await using var run = await KubectlRun.StartAsync();
        var kubectl = run.Kubectl;
        Assert.Contains("NotFound", (await kubectl.TryAsync("", ["get", "pod", "nobody"])).Errors, StringComparison.Ordinal);
        await kubectl.RunAsync("create", "configmap", "c");
        Assert.Contains("already exists", (await kubectl.TryAsync("", ["create", "configmap", "c"])).Errors, StringComparison.Ordinal);
        Assert.Contains("not found", (await kubectl.TryAsync("", ["create", "configmap", "c", "-n", "nowhere"])).Errors, StringComparison.Ordinal);
        Assert.Contains("not supported", (await kubectl.TryAsync("", ["get", "pods", "--field-selector=spec.color=red"])).Errors, StringComparison.Ordinal);
        run.Server.Access.Forbid("list", "pods");
        Assert.Contains("Forbidden", (await kubectl.TryAsync("", ["get", "pods"])).Errors, StringComparison.Ordinal);
        run.Server.Tokens.Expire((await File.ReadAllTextAsync(run.Files.Token, TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("logged in", (await kubectl.TryAsync("", ["get", "services"])).Errors, StringComparison.Ordinal);
    }

    private static Task<string> ApplyAsync(Kubectl kubectl, string text) => kubectl.RunAsync(text, ["apply", "--validate=false", "-f", "-"]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
