using Microsoft.Extensions.Logging;

namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>
/// A token in a file that others replace before it expires, as the kubelet does with those of pods. Read once a minute, and at once after the server has refused it.
/// </summary>
internal sealed class TokenFile(string path, TimeProvider time, ILogger log) : ITokenSource
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private string? _token;
    private long _readAt;
    private bool _isRefused, _isTold;

    public string Read()
    {
        lock (_lock)
        {
            if (_token is not null && !_isRefused && time.GetElapsedTime(_readAt) < Life)
                return _token;
            try
            {
                _token = TokenText.Checked(File.ReadAllText(path));
                _isTold = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                if (_token is null)
                    throw new ApiException("no_token", $"the token file {path} cannot be used: {e.Message}", inner: e);
                if (!_isTold)
                    log.LogWarning("the token file {Path} cannot be read anew, the token from before is used on: {Message}", path, e.Message);
                _isTold = true;
            }

            (_isRefused, _readAt) = (false, time.GetTimestamp());
            return _token;
        }
    }

    public void Refuse()
    {
        lock (_lock)
            _isRefused = true;
    }
}
