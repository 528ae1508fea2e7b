using System.CommandLine;
using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli.Doctor;

/// <summary><c>pipeline doctor</c>: what this machine has of what the host needs, and what to do about the rest.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config(ArgumentArity.ZeroOrMore);
        config.Description += " Their kernel programs are tried too. Default: look at the machine and the installed plugins only.";
        var command = new Command("doctor", "Say what works on this machine, what does not, and the remedy. Exit code 0 if everything needed works, else 1.") { config };
        command.SetAction(async (arguments, _) =>
        {
            var files = arguments.GetValue(config) ?? [];
            var logs = new StderrLogs(arguments.GetValue(CommonOptions.LogLevel));
            if (files.Length == 0)
                return Report([.. OfTheMachine(MachineView.From(Installation.Environment(false), null)), .. OfInstalledPrograms(), new PluginCheck(allNeeded: true)]);
            var configuration = await CheckedConfiguration.CheckAsync(
                errors => new ConfigurationReader(errors).ReadFiles(files), [Installation.Plugins], Installation.Environment(false), logs).ConfigureAwait(false);
            ConfigurationReport.Write(configuration, StandardError.Writer);
            if (configuration.Plan is not { } plan)
                return ExitCode.BadConfiguration;
            var exitCode = Report([.. Of(plan, configuration.Environment), new PluginCheck(allNeeded: false)]);
            foreach (var component in plan.Components)
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            return exitCode;
        });
        return command;
    }

    private static int Report(IEnumerable<ICheck> checks) =>
        DoctorReport.Write([.. checks.SelectMany(c => c.Run())], Console.Out) ? ExitCode.Ok : ExitCode.Failed;

    // A configuration without kernel programs runs anywhere.
    private static IEnumerable<ICheck> Of(PipelinePlan plan, HostEnvironment environment)
    {
        if (!plan.Components.Any(c => c.First is IKernelPrograms))
            return [new KernelCheck()];
        return KernelFeatures.LibbpfVersion is null ? OfTheMachine(environment) : [.. OfTheMachine(environment), new ProgramCheck(plan)];
    }

    private static IEnumerable<ICheck> OfInstalledPrograms() =>
        KernelFeatures.LibbpfVersion is null || KernelFeatures.MissingCapabilities().Count > 0 ? [] : [new InstalledProgramCheck()];

    private static IEnumerable<ICheck> OfTheMachine(HostEnvironment environment)
    {
        IEnumerable<ICheck> always = [new KernelCheck(), new MachineCheck(environment), new CapabilityCheck(), new BtfCheck(), new TracefsCheck(), new LockdownCheck(), new CgroupCheck(environment), new LockedMemoryCheck(), new DescriptorCheck(), new JitCheck(), new LibbpfCheck()];
        // What is tried in the kernel is tried through the library.
        return KernelFeatures.LibbpfVersion is null ? always : [.. always, new RingBufferCheck(), new StatisticsCheck(), new MechanismCheck()];
    }
}
