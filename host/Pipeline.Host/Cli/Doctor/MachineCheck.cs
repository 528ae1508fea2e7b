using Pipeline.Host.Configuration;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether this process sees the whole machine, or lives in a container.</summary>
internal sealed class MachineCheck(HostEnvironment environment) : ICheck
{
    private const string Subject = "machine";

    public IEnumerable<Finding> Run()
    {
        if (MachineView.ProblemWith(environment.HostRoot) is { } problem)
            yield return new Finding(Health.Failed, Subject, $"{problem}", $"set [pipeline] host_root, or {MachineView.Variable}, to where it is mounted");
        else if (environment.ProcessId == 0)
            yield return new Finding(
                Health.Limited,
                Subject,
                "this process is in a pid namespace of its own: what it does itself cannot be left out of rows",
                $"docker run --pid host; and -v /:/host:ro with {MachineView.Variable}=/host to see the machine's files and processes");
        else
            yield return new Finding(
                Health.Ok,
                Subject,
                environment.HostRoot == MachinePath.Root
                    ? $"{environment.HostName}, seen from outside any container's pid namespace"
                    : $"{environment.HostName}, whose root folder is at {environment.HostRoot}; this is its process {environment.ProcessId}");
    }
}
