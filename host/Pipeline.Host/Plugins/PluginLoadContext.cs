using System.Reflection;
using System.Runtime.Loader;

namespace Pipeline.Host.Plugins;

/// <summary>
/// A plugin's own view of assemblies: its dependencies come from its folder, whatever versions other plugins bring; the contract and the framework are the host's.
/// </summary>
internal sealed class PluginLoadContext(PluginManifest plugin, bool collectible) : AssemblyLoadContext(plugin.Name, collectible)
{
    // Loaded once, in the default context: their types must be the same for host and plugin, libbpf's state is the process's, and there is one catalog of the machine's processes.
    private static readonly string[] Shared = ["Pipeline.Abstractions", "Pipeline.Bpf", "Pipeline.Workloads"];

    private readonly AssemblyDependencyResolver _resolver = new(plugin.AssemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !Shared.Contains(assemblyName.Name) && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
