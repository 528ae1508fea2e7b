using System.Globalization;

namespace Pipeline.Workloads.Proc;

/// <summary>The names of the machine's users, read from its /etc/passwd when first asked for and again when that has changed. One thread at a time.</summary>
internal sealed class UserNames(HostEnvironment environment)
{
    private const int UserWord = 2;

    private Dictionary<uint, string> _names = [];
    private DateTime _readOf;
    private long _nextLook;

    internal string? NameOf(uint user)
    {
        if (!_names.TryGetValue(user, out var name) && Look())
            name = _names.GetValueOrDefault(user);
        return name;
    }

    // At most once a second: an unknown number stays unknown mostly.
    private bool Look()
    {
        var now = Environment.TickCount64;
        if (now < _nextLook)
            return false;
        _nextLook = now + 1000;
        var path = environment.OnHost("/etc/passwd");
        try
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (changed == _readOf)
                return false;
            _names = Read(File.ReadLines(path));
            _readOf = changed;
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Images without users have none; numbers tell as much.
            return false;
        }
    }

    private static Dictionary<uint, string> Read(IEnumerable<string> lines)
    {
        var names = new Dictionary<uint, string>();
        foreach (var line in lines)
            if (line.Split(':') is { Length: > UserWord } words && uint.TryParse(words[UserWord], CultureInfo.InvariantCulture, out var user))
                names.TryAdd(user, words[0]);
        return names;
    }
}
