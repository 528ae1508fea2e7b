using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pipeline.Http;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>OTLP over HTTP/1.1, in protobuf or JSON.</summary>
internal sealed class HttpDialect(SignalTarget target, TimeProvider time) : Dialect(target)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    public override ReadOnlyMemory<byte> Prefix(int length) => default;

    public override Verdict Judge(HttpResponseMessage answer, AnswerBody body)
    {
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (answer.IsSuccessStatusCode)
            return Success(type, body);
        return HttpVerdicts.Of((int)answer.StatusCode, Words(type, body), RetryAfter.Of(answer, time));
    }

    /// <summary>What an error says for people, in whatever form.</summary>
    public static string Words(string? type, AnswerBody body)
    {
        if (body.IsTooLarge)
            return "";
        if (type == Protobuf)
            return StatusMessage.Read(body.Span).Words;
        return (type == Json ? MessageOf(body.Memory) : null) ?? Encoding.UTF8.GetString(body.Span);
    }

    protected override void Describe(HttpRequestMessage request, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(Target.Protocol == Protocol.HttpJson ? Json : Protobuf);
        if (IsPacked)
            content.Headers.ContentEncoding.Add("gzip");
    }

    private static Verdict Success(string? type, AnswerBody body)
    {
        if (body.IsTooLarge)
            return Verdict.Nonsense("a success that does not end");
        // Some receivers say nothing more than the status.
        if (body.Span.IsEmpty)
            return Verdict.Delivered;
        return type switch
        {
            Protobuf => PartialSuccess.Read(body.Span),
            Json => PartialSuccess.ReadJson(body.Memory),
            _ => Verdict.Nonsense($"a success of type {type ?? "unknown"}, expected {Protobuf} or {Json}: is this a receiver of OTLP?"),
        };
    }

    private static string? MessageOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } status && status.TryGetProperty("message", out var message) ? message.ToString() : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Then it is shown as it came.
            return null;
        }
    }
}
