using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>A request as a receiver got it.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public bool IsTwo => Headers["Content-Type"] == "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    /// <summary>The body, decompressed by python3-snappy.</summary>
    public async Task<byte[]> PlainAsync() =>
        Convert.FromHexString(await Tool.RunAsync("/usr/bin/python3", ["-c", "import snappy, sys; sys.stdout.write(snappy.decompress(sys.stdin.buffer.read()).hex())"], Body));

    /// <summary>What protoc makes of that, on one line.</summary>
    public async Task<string> DecodeAsync()
    {
        var (file, message) = IsTwo ? ("remote_write_2.proto", "io.prometheus.write.v2.Request") : ("remote_write.proto", "prometheus.WriteRequest");
        var folder = Path.Combine(AppContext.BaseDirectory, "Witnesses");
        var text = await Tool.RunAsync("protoc", [$"--proto_path={folder}", $"--decode={message}", file], await PlainAsync());
        return string.Join(' ', text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
    }
}
