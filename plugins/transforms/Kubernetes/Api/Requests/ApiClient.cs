using System.Net;
using System.Net.Http.Headers;
using Pipeline.Http;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Reading;

namespace Pipeline.Transforms.Kubernetes.Api.Requests;

/// <summary>Asks one server, and says what came of it. Thread-safe.</summary>
internal sealed class ApiClient(ClusterAccess access, TimeProvider time) : IDisposable
{
    // Until an answer begins; what comes after has limits of its own.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    private const int Expired = (int)HttpStatusCode.Gone;
    private const string Unauthorized = "http_401";

    private readonly HttpClient _http = ApiTransport.Create(access);

    /// <summary>The server as logs show it.</summary>
    public string Shown { get; } = HttpAddress.Shown(access.Server);

    /// <summary>Asks. The answer is a success, its body is yet to be read.</summary>
    /// <param name="path">From the server's own on, with its query.</param>
    /// <param name="accept">Which forms of answers are understood, the best first.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ApiException">There is no answer, or it is no success.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/>.</exception>
    public async Task<HttpResponseMessage> GetAsync(string path, string accept, CancellationToken stop)
    {
        var token = Token();
        try
        {
            return await GetAsync(path, accept, token, stop).ConfigureAwait(false);
        }
        catch (ApiException e) when (e.Word == Unauthorized && access.Token is { } source)
        {
            // It may have been replaced since it was read.
            source.Refuse();
            if (Token() is var other && other == token)
                throw;
            return await GetAsync(path, accept, other, stop).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, string? token, CancellationToken stop)
    {
        using var request = Request(path, accept, token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerTime);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new ApiException(HttpFailure.Timeout, $"{Shown} does not answer", e);
        }
        catch (HttpRequestException e)
        {
            // Which may be how a server says that it does not take this end's certificate.
            access.Certificate?.Refuse();
            throw Failed(e);
        }

        if (answer.StatusCode == HttpStatusCode.OK)
            return answer;
        using (answer)
            throw await RefusedAsync(answer, limit.Token, stop).ConfigureAwait(false);
    }

    /// <summary>What reading the body of an answer threw, as a failure.</summary>
    public ApiException Failed(Exception failure) => new(HttpFailure.Word(failure) ?? HttpFailure.BadAnswer, $"{Shown}: {HttpFailure.Text(failure)}", failure);

    public void Dispose() => _http.Dispose();

    private string? Token()
    {
        try
        {
            return access.Token?.Read();
        }
        catch (UnavailableException e)
        {
            throw new ApiException("no_token", e.Message, e);
        }
    }

    private HttpRequestMessage Request(string path, string accept, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, access.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("pipeline", null));
        // What TLS checks the certificate against.
        request.Headers.Host = access.ServerName;
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<ApiException> RefusedAsync(HttpResponseMessage answer, CancellationToken limit, CancellationToken stop)
    {
        var status = (int)answer.StatusCode;
        string text;
        try
        {
            text = await AnswerText.ReadAsync(answer, limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            text = "";
        }

        var message = ServerStatus.Read(System.Text.Encoding.UTF8.GetBytes(text)) is { Message.Length: > 0 } said ? said.Message : text;
        return new ApiException(
            status == Expired ? ApiException.Expired : status == (int)HttpStatusCode.NotAcceptable ? ApiException.NotAcceptable : StatusWord.Of(status),
            $"{Shown} answers {status}{(message.Length > 0 ? $": {message}" : "")}")
        {
            RetryAfter = RetryAfter.Of(answer, time),
        };
    }
}
