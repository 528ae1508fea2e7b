using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Pipeline.Http;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>OTLP's unary calls over gRPC: one message each way in a stream of HTTP/2, and a status behind it.</summary>
internal sealed class GrpcDialect(SignalTarget target, TimeProvider time) : Dialect(target)
{
    private const string ContentType = "application/grpc";
    private const string Status = "grpc-status";
    private const int PrefixBytes = 5;

    private readonly string _timeout = $"{(long)target.Timeout.TotalMilliseconds}m";

    public override ReadOnlyMemory<byte> Prefix(int length)
    {
        var prefix = new byte[PrefixBytes];
        prefix[0] = IsPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), length);
        return prefix;
    }

    public override Verdict Judge(HttpResponseMessage answer, AnswerBody body)
    {
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (answer.StatusCode != HttpStatusCode.OK)
            // Something before the server, or none of gRPC.
            return HttpVerdicts.Of((int)answer.StatusCode, HttpDialect.Words(type, body), RetryAfter.Of(answer, time));
        if (type?.StartsWith(ContentType, StringComparison.Ordinal) != true)
            return Verdict.Nonsense($"an answer of type {type ?? "unknown"}, expected {ContentType}: is this a server of gRPC?");
        // Behind the message, or in place of it.
        if (Number(answer.TrailingHeaders) is { } behind)
            return Judge(behind, answer.TrailingHeaders, body);
        return Number(answer.Headers) is { } instead ? Judge(instead, answer.Headers, body) : Verdict.Nonsense("an answer without grpc-status");
    }

    protected override void Describe(HttpRequestMessage request, HttpContent content)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-timeout", _timeout);
        if (IsPacked)
            request.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
    }

    private static Verdict Judge(int status, HttpResponseHeaders headers, AnswerBody body)
    {
        if (status == (int)GrpcCode.Ok)
            return Message(body);
        var details = Details(headers);
        return GrpcVerdicts.Of((GrpcCode)status, Uri.UnescapeDataString(Text(headers, "grpc-message") ?? details.Words), details.RetryDelay);
    }

    private static Verdict Message(AnswerBody body)
    {
        if (body.IsTooLarge)
            return Verdict.Nonsense("a success that does not end");
        // No encoding was offered, so that nothing may be packed.
        return body.Span is [0, _, _, _, _, .. var message] && BinaryPrimitives.ReadUInt32BigEndian(body.Span[1..]) == message.Length
            ? PartialSuccess.Read(message)
            : Verdict.Nonsense("a success that is not one gRPC message");
    }

    private static StatusMessage Details(HttpResponseHeaders headers)
    {
        if (Text(headers, "grpc-status-details-bin") is not { } encoded)
            return StatusMessage.None;
        // Comes without padding.
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded.PadRight((encoded.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? StatusMessage.Read(bytes.AsSpan(0, length))
            : StatusMessage.None;
    }

    private static int? Number(HttpResponseHeaders headers) =>
        Text(headers, Status) is { } text ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : (int)GrpcCode.Unknown : null;

    private static string? Text(HttpResponseHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
