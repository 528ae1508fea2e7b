using Pipeline.Http;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;
using Pipeline.Sinks.PrometheusRemoteWrite.Snappy;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>Hands requests to the receiver, one at a time.</summary>
internal sealed class RemoteReceiver : IDisposable
{
    private const string Version = "X-Prometheus-Remote-Write-Version";
    private const int FirstBytes = 64 << 10;

    // Receivers compare it letter by letter, so that no space may come in.
    private const string TypeOne = "application/x-protobuf", TypeTwo = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    private static readonly string Agent = $"Pipeline/{typeof(RemoteReceiver).Assembly.GetName().Version!.ToString(3)}";

    private readonly ByteBuffer _body = new(FirstBytes);
    private readonly SnappyBlock _snappy = new();
    private readonly Uri _url;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private readonly TlsFiles _tls;
    private readonly TimeProvider _time;
    private HttpClient? _client;

    /// <exception cref="OptionException">An option about requests is wrong.</exception>
    public RemoteReceiver(PrometheusRemoteWriteOptions options, TimeProvider time)
    {
        _url = HttpAddress.Parse(options.Url, "url", "http://127.0.0.1:9090/api/v1/write");
        _headers = RequestHeaders.Of(options, "Content-Encoding", "Content-Type", "User-Agent", Version);
        _tls = TlsFiles.Of(options);
        _time = time;
    }

    /// <summary>Who it is, for people.</summary>
    public string Name => HttpAddress.Shown(_url);

    /// <summary>Reads the files it needs.</summary>
    /// <exception cref="UnavailableException">One cannot be used.</exception>
    public void Open() => _client ??= HttpTransport.Create(_tls, connections: 1);

    /// <summary>Sends a request once.</summary>
    /// <param name="request">What to send; free for the next when the task ends.</param>
    /// <param name="deadline">It has taken too long.</param>
    public async Task<Answer> SendAsync(RequestWriter request, CancellationToken deadline)
    {
        Open();
        _body.Clear();
        _snappy.Compress(request.Finish(), _body);
        using var message = Message(isTwo: request is RequestTwo);
        try
        {
            using var response = await _client!.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline).ConfigureAwait(false);
            return await AnswerReader.ReadAsync(response, _time, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpFailure.Word(e) is { } reason)
        {
            return new Answer(AnswerKind.NotNow, reason) { Text = HttpFailure.Text(e) };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new Answer(AnswerKind.NotNow, HttpFailure.Timeout);
        }
    }

    public void Dispose() => _client?.Dispose();

    private HttpRequestMessage Message(bool isTwo)
    {
        var content = new ReadOnlyMemoryContent(_body.Memory);
        content.Headers.TryAddWithoutValidation("Content-Type", isTwo ? TypeTwo : TypeOne);
        content.Headers.ContentEncoding.Add("snappy");
        var message = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        message.Headers.TryAddWithoutValidation(Version, isTwo ? "2.0.0" : "0.1.0");
        message.Headers.TryAddWithoutValidation("User-Agent", Agent);
        foreach (var (name, value) in _headers)
            if (!message.Headers.TryAddWithoutValidation(name, value))
                content.Headers.TryAddWithoutValidation(name, value);
        return message;
    }
}
