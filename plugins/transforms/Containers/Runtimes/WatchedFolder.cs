namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>Tells when a folder's entries change, by the time the folder itself was changed: no watcher, whose queue may overflow, and nothing to pay for while nothing happens.</summary>
/// <param name="environment">Where the machine's files are.</param>
/// <param name="path">On the machine.</param>
internal sealed class WatchedFolder(HostEnvironment environment, string path)
{
    // Times of files are as fine as the kernel's ticks: what changed so lately may change again without telling.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    // What leads to a folder that is not there is found anew now and then.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private static readonly DateTime Missing = DateTime.FromFileTimeUtc(0);

    private string? _place;
    private DateTime _changed;
    private long _asked;

    /// <summary>Where this process sees it; null: it is not there.</summary>
    public string? Place => _place;

    /// <summary>Whether entries may have come or gone since the last call.</summary>
    public bool HasChanged()
    {
        if (_place is null && _asked != 0 && environment.Time.GetElapsedTime(_asked) < Again)
            return false;
        _asked = environment.Time.GetTimestamp();
        _place ??= environment.OnHost(path);
        if (TimeOf(_place) is not { } changed)
        {
            (_place, _changed) = (null, default);
            return false;
        }

        if (changed == _changed)
            return false;
        _changed = DateTime.UtcNow - changed < Tick ? default : changed;
        return true;
    }

    // Null: it is not there, or may not be looked at, which whoever looks for a container in it is told.
    private static DateTime? TimeOf(string place)
    {
        try
        {
            return Directory.GetLastWriteTimeUtc(place) is var time && time == Missing ? null : time;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
