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
        var place = _place ?? environment.OnHost(path);
        var changed = Directory.GetLastWriteTimeUtc(place);
        if (changed == Missing)
        {
            (_place, _changed) = (null, default);
            return false;
        }

        _place = place;
        if (changed == _changed)
            return false;
        _changed = DateTime.UtcNow - changed < Tick ? default : changed;
        return true;
    }
}
