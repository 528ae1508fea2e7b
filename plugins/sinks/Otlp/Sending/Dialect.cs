using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>How a request is put and its answer understood. Holds nothing of either: any number of exchanges share one.</summary>
internal abstract class Dialect(SignalTarget target)
{
    private static readonly string UserAgent = $"pipeline/{typeof(Dialect).Assembly.GetName().Version!.ToString(3)}";

    protected SignalTarget Target => target;

    protected bool IsPacked => target.Compression == Compression.Gzip;

    /// <summary>What comes before a message that is so long.</summary>
    public abstract ReadOnlyMemory<byte> Prefix(int length);

    /// <summary>The request around a content.</summary>
    public HttpRequestMessage Request(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        Describe(request, content);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (name, value) in target.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>What a whole answer means.</summary>
    public abstract Verdict Judge(HttpResponseMessage answer, AnswerBody body);

    /// <summary>Puts on the request what the protocol asks for.</summary>
    protected abstract void Describe(HttpRequestMessage request, HttpContent content);
}
