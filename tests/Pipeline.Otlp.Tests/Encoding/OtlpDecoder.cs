using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Text;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Decodes requests with a program and definitions that nobody here wrote; test.sh installs them.</summary>
internal static class OtlpDecoder
{
    private static string Modules { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../otlp-witness"));

    /// <summary>Ends a test where the decoder is not installed.</summary>
    public static void MustBeThere() => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Modules, "node_modules")),
        $"@opentelemetry/otlp-transformer is missing in {Modules}: source setup.sh; need_npm tests/Pipeline.Otlp.Tests/Encoding/Witness artifacts/otlp-witness");

    /// <summary>A request, decoded; both of its forms must say the same.</summary>
    public static async Task<JsonNode> DecodeAsync(OtlpRequest request) => (await DecodeAsync([Forms.Of(request)]))[0];

    /// <summary>Requests, decoded in one process.</summary>
    public static async Task<JsonNode[]> DecodeAsync(IReadOnlyList<Forms> requests)
    {
        MustBeThere();
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Encoding", "Witness", "decode.cjs"), Modules])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancel);
        var writing = WriteAsync(process.StandardInput.BaseStream, requests, cancel);
        var decoded = new JsonNode[requests.Count];
        for (var i = 0; i < decoded.Length; i++)
        {
            var protobuf = await process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException($"node ended: {await error}");
            var json = await process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException($"node ended: {await error}");
            decoded[i] = Parse(protobuf);
            Same.Nodes(decoded[i], Parse(json));
        }

        await writing;
        await process.WaitForExitAsync(cancel);
        return decoded;
    }

    private static JsonNode Parse(string line)
    {
        var request = JsonNode.Parse(line, documentOptions: new() { MaxDepth = 500 })!;
        Assert.True(request["error"] is null, line);
        return request;
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<Forms> requests, CancellationToken cancel)
    {
        await using (input)
        {
            foreach (var request in requests)
            {
                await input.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request.Signal} protobuf {request.Protobuf.Length}\n"), cancel);
                await input.WriteAsync(request.Protobuf, cancel);
                await input.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request.Signal} json {request.Json.Length}\n"), cancel);
                await input.WriteAsync(request.Json, cancel);
            }
        }
    }

    /// <summary>Both forms of a request.</summary>
    internal sealed record Forms(string Signal, byte[] Protobuf, byte[] Json)
    {
        public static Forms Of(OtlpRequest request)
        {
            var json = new ByteBuffer(1024);
            request.WriteJson(json);
            return new Forms(request.Signal.ToString().ToLowerInvariant(), request.Written.ToArray(), json.Written.ToArray());
        }
    }
}
