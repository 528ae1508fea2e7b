namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Runtimes' files in their documented shapes.</summary>
internal static class StateSamples
{
    public const string Docker = """
        {"StreamConfig":{},"State":{"Running":true,"Pid":7347,"Error":"","Health":null},"ID":"ID","Created":"2026-11-22T03:18:46.54592279Z","Path":"/bin/sleep","Args":["300"],
        "Config":{"Hostname":"d9c3ba563715","Env":["IMAGE={\"Image\":\"wrong\"}"],"Cmd":["/bin/sleep"],"Image":"registry.example:5000/shop/web:1.2","Volumes":null,"Labels":{"Image":"wrong","Name":"wrong"}},
        "Image":"sha256:cc9924d4b79f44196ae24abd6b2883670028dc8dd034149c8aab63e3e5cfbb3b","NetworkSettings":{"Name":"wrong"},"Name":"/web-1","Driver":"overlay2","MountPoints":{}}
        """;

    public const string Cri = """
        {"ociVersion":"1.0.2-dev","process":{"args":["/pause"],"env":["io.kubernetes.cri.container-name=wrong"]},"root":{"path":"rootfs"},
        "annotations":{"io.kubernetes.cri.container-name":"app","io.kubernetes.cri.container-type":"container","io.kubernetes.cri.image-name":"registry.example/shop/app@sha256:aa","io.kubernetes.cri.sandbox-name":"shop-0"},
        "linux":{"cgroupsPath":"kubepods-pod1.slice:cri-containerd:ID","annotations":{"io.kubernetes.cri.container-name":"wrong"}}}
        """;

    public const string Storage = """
        [{"id":"PODMAN","names":["db"],"image":"8aa5","layer":"2dff","metadata":"{\"image-name\":\"registry.example/shop/db:7\",\"image-id\":\"8aa5\",\"name\":\"db\",\"created-at\":1795317509}","created":"2026-11-22T03:18:29Z","flags":{"MountLabel":""}},
        {"names":["nobody"],"metadata":7},
        {"id":"CRIO","names":["k8s_app_shop-0_default_uid_0","other"],"metadata":"{\"pod-name\":\"shop-0\",\"pod-id\":\"f00\",\"image-name\":\"registry.example/shop/app:2\",\"name\":\"k8s_app_shop-0_default_uid_0\",\"metadata-name\":\"app\"}"},
        {"id":"BARE","names":["first","second"],"metadata":"{\"image-name\":"}]
        """;
}
