using Microsoft.Extensions.Logging;

namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>
/// What lies in files that others replace before it expires, as the kubelet does with those of pods. Read where it is needed, at most once a minute, and at once after it was refused.
/// </summary>
/// <param name="read">Reads it; an <see cref="UnavailableException"/> names the file that cannot be used.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The component's log.</param>
internal sealed class FromFiles<T>(Func<T> read, TimeProvider time, ILogger log) : IReplaceable<T>
    where T : class
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private T? _known;
    private long _readAt;
    private bool _isRefused, _isTold;

    /// <summary>Reads it at once, so that what is wrong with it is told now.</summary>
    /// <exception cref="UnavailableException">A file cannot be used.</exception>
    public static FromFiles<T> ReadNow(Func<T> read, TimeProvider time, ILogger log)
    {
        var files = new FromFiles<T>(read, time, log);
        _ = files.Read();
        return files;
    }

    public T Read()
    {
        lock (_lock)
        {
            if (_known is not null && !_isRefused && time.GetElapsedTime(_readAt) < Life)
                return _known;
            try
            {
                _known = read();
                _isTold = false;
            }
            catch (UnavailableException e) when (_known is not null)
            {
                if (!_isTold)
                    log.LogWarning("{Failure}. What was in it before is used on", e.Message.TrimEnd('.'));
                _isTold = true;
            }

            (_isRefused, _readAt) = (false, time.GetTimestamp());
            return _known;
        }
    }

    public void Refuse()
    {
        lock (_lock)
            _isRefused = true;
    }
}
