using System.Text;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests.Observing;

/// <summary>Starts a kernel, takes every program through its verifier, and runs every variant that it offers around the workload: all in one host, so on the same events.</summary>
internal static class Observer
{
    private const string Between = "__";

    internal static async Task<Observation> ObserveAsync(string kernel)
    {
        await using var machine = await Kernels.StartAsync(kernel).ConfigureAwait(false);
        var pipeline = kernel == Kernels.Running ? Path.Combine(Files.Installation, "pipeline") : "pipeline";
        var release = (await machine.RunAsync("uname -r").ConfigureAwait(false)).Output.Trim();
        var doctor = kernel == Kernels.Confidential ? await DoctorAsync(machine).ConfigureAwait(false) : null;

        await WriteAsync(machine, "all.toml", $"{string.Concat(KernelProgram.Installed.Select(p => p.Source(p.Name)))}{Sink(KernelProgram.Installed.Select(p => p.Name))}").ConfigureAwait(false);
        var validation = await machine.RunAsync($"{pipeline} validate --kernel {machine.Folder}/all.toml").ConfigureAwait(false);
        Assert.True(validation.Errors.Length == 0, validation.Errors);
        var verdicts = KernelProgram.Installed.SelectMany(p => p.Spec.Variants.Select(v => (p.Name, Variant: v)))
            .ToDictionary(c => c, c => VariantVerdict.Read(KernelProgram.Called(c.Name), c.Variant, validation.Output));

        var offered = verdicts.Where(v => v.Value.Verdict == Verdict.Offered).Select(v => v.Key).ToArray();
        await WriteAsync(machine, "config.toml", Configuration(machine, offered)).ConfigureAwait(false);
        var run = await machine.RunAsync($"sh {machine.Folder}/observe.sh {machine.Folder} {offered.Length} {machine.Cgroup?.Folder}").ConfigureAwait(false);
        var log = $"{await ReadAsync(machine, "log").ConfigureAwait(false)}\n{await ReadAsync(machine, "workload.log").ConfigureAwait(false)}\n{run.Errors}";
        Assert.True(run.Code == 0, $"the host exited with {run.Code}:\n{log}");
        var rows = (await ReadAsync(machine, "rows").ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToLookup(r => r.GetProperty("table").GetString()!.Split(Between) is [var program, var variant, ..] ? (program, variant) : default);
        var ledger = Ledger.Parse(Encoding.UTF8.GetBytes(await ReadAsync(machine, "ledger.json").ConfigureAwait(false)));
        // The machine's own cgroups are left alone, and one kernel behaves the same with and without lockdown.
        var cgroups = kernel is Kernels.Running or Kernels.Confidential ? null : await machine.RunAsync($"sh {machine.Folder}/cgroups.sh {machine.Folder}").ConfigureAwait(false);
        return new Observation(release, verdicts, doctor, rows, ledger, log, cgroups);
    }

    /// <summary>The component of a variant's source.</summary>
    internal static string Source(string program, string variant) => $"{program}{Between}{variant}{Between}source";

    // Of the machine, and of as few programs as there can be: those are for the next command to tell.
    private static async Task<string> DoctorAsync(IMachine machine)
    {
        await WriteAsync(machine, "one.toml", $"{KernelProgram.Called("execsnoop").Source("execsnoop")}{Sink(["execsnoop"])}").ConfigureAwait(false);
        var answer = await machine.RunAsync($"pipeline doctor {machine.Folder}/one.toml").ConfigureAwait(false);
        return answer.Output + answer.Errors;
    }

    private static string Configuration(IMachine machine, IReadOnlyList<(string Program, string Variant)> cells)
    {
        var text = new StringBuilder($"[pipeline]\nmemory = \"1GiB\"\nstop_deadline = \"5m\"\nplugins = [\"{machine.Folder}/plugins\"]\n");
        foreach (var (program, variant) in cells)
        {
            text.Append(KernelProgram.Called(program).Source(Source(program, variant), variant, machine.Cgroup?.Id));
            text.Append($"[transforms.{program}{Between}{variant}]\ntype = \"renamed\"\ninputs = [\"{Source(program, variant)}\"]\nwhen_full = \"block\"\n");
        }

        return text.Append(Sink(cells.Select(c => $"{c.Program}{Between}{c.Variant}"))).ToString();
    }

    private static string Sink(IEnumerable<string> inputs) =>
        $"[sinks.rows]\ntype = \"stdout\"\nformat = \"json\"\nwhen_full = \"block\"\ninputs = [{string.Join(", ", inputs.Select(i => $"\"{i}\""))}]\n";

    private static async Task WriteAsync(IMachine machine, string name, string text)
    {
        var answer = await machine.RunAsync($"cat >{machine.Folder}/{name} <<'END OF FILE'\n{text}\nEND OF FILE\n").ConfigureAwait(false);
        Assert.True(answer.Code == 0, answer.Errors);
    }

    private static async Task<string> ReadAsync(IMachine machine, string name)
    {
        var answer = await machine.RunAsync($"cat {machine.Folder}/{name}").ConfigureAwait(false);
        Assert.True(answer.Code == 0, answer.Errors);
        return answer.Output;
    }
}
