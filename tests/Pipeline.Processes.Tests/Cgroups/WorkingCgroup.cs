using System.Globalization;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>Cgroups of the test's own under one name, one in each hierarchy that is mounted, and a process that works in all of them.</summary>
internal sealed class WorkingCgroup : IAsyncDisposable
{
    private readonly List<(string Place, string Options)> _hierarchies = [];
    private readonly RunningProcess _work;

    private WorkingCgroup(RunningProcess work) => _work = work;

    internal string Name { get; } = $"/pipeline-test-{Guid.NewGuid():N}";

    internal int Pid => _work.Id;

    /// <summary>In hierarchies of version 1 with one of <paramref name="controllers"/>, and with <c>cgroup2</c> in that of version 2.</summary>
    internal static async Task<WorkingCgroup> MakeAsync(params string[] controllers)
    {
        Needs.Root("python3");
        var made = new WorkingCgroup(RunningProcess.StartListening("python3", Path.Combine(AppContext.BaseDirectory, "Cgroups", "cgroup_work.py")));
        // It is all there when it answers: what it has loaded before is not of the cgroups.
        await made.AskAsync("spin 0");
        foreach (var words in File.ReadLines("/proc/mounts").Select(l => l.Split(' ')))
            if (words[2] == "cgroup2" ? controllers.Contains("cgroup2") : words[2] == "cgroup" && words[3].Split(',').Any(controllers.Contains))
                made._hierarchies.Add((words[1], words[2] == "cgroup2" ? "cgroup2" : words[3]));
        foreach (var controller in controllers)
            Assert.SkipUnless(made._hierarchies.Any(h => h.Options.Split(',').Contains(controller)), $"the cgroup controller {controller} is not mounted");
        foreach (var (place, _) in made._hierarchies)
        {
            Directory.CreateDirectory(place + made.Name);
            await File.WriteAllTextAsync(place + made.Name + "/cgroup.procs", made.Pid.ToString(CultureInfo.InvariantCulture));
        }

        return made;
    }

    /// <summary>Its folder in the hierarchy of a controller.</summary>
    internal string Folder(string controller) => _hierarchies.First(h => h.Options.Split(',').Contains(controller)).Place + Name;

    internal Task SetAsync(string controller, string file, string value) => File.WriteAllTextAsync(Path.Combine(Folder(controller), file), value);

    /// <summary>Tells the process what to do; what it says when it has done it.</summary>
    internal Task<string> AskAsync(string work) => _work.AskAsync(work);

    public async ValueTask DisposeAsync()
    {
        _work.Dispose();
        foreach (var (place, _) in _hierarchies)
            await RemoveAsync(place + Name);
    }

    // The kernel lets a cgroup go once the last process in it is forgotten, which is a moment after it has ended.
    private static async Task RemoveAsync(string folder)
    {
        for (var tries = 100; Directory.Exists(folder); tries--)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException) when (tries > 0)
            {
                await Task.Delay(50);
            }
        }
    }
}
