using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>A request as a receiver got it.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public bool IsTwo => Headers["Content-Type"] == "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    /// <summary>The body, decompressed by python3-snappy and taken apart by protoc, on one line.</summary>
    public async Task<string> DecodeAsync()
    {
        var (file, message) = IsTwo ? ("remote_write_2.proto", "io.prometheus.write.v2.Request") : ("remote_write.proto", "prometheus.WriteRequest");
        var script = $"import snappy,subprocess,sys; sys.stdout.write(subprocess.run(['protoc','--decode={message}','-I{AppContext.BaseDirectory}/Witnesses','{file}'],input=snappy.decompress(sys.stdin.buffer.read()),stdout=subprocess.PIPE,check=True).stdout.decode())";
        var text = await Tool.RunAsync("/usr/bin/python3", ["-c", script], Body);
        return string.Join(" ", text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
