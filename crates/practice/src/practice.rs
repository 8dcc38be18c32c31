//! Starting and stopping a practice Adobe.

use crate::control::Control;
use crate::guide;
use crate::ims;
use crate::port::Port;
use crate::products::{CampaignEdition, Organisation, Products, Seed};
use crate::registry::{ControlError, Project, Registry};
use crate::seed::{SeedError, SeedFile};
use crate::tls::{Tls, TlsError};
use crate::wire;
use crate::world::{MovableClock, World};
use mudbrick_model::{Clock, ErrorCode, Explain, Problem, SystemClock};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// How to start one.
#[derive(Clone)]
pub struct PracticeOptions {
    /// Where to listen; port 0 takes any free one. Not meant for other addresses than this machine's.
    pub listen: SocketAddr,
    /// What time it is there, until moved.
    pub clock: Arc<dyn Clock>,
    /// Its world; the built-in one when `None`.
    pub seed: Option<SeedFile>,
    /// How many profiles each Campaign instance has.
    pub profiles: u32,
    /// Which Campaign the instances are.
    pub campaign: CampaignEdition,
}

impl Default for PracticeOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Arc::new(SystemClock),
            seed: None,
            profiles: Seed::default().profiles,
            campaign: CampaignEdition::default(),
        }
    }
}

/// Why it did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is taken, or may not be used.
    #[error("listening on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The seed does not hold together.
    #[error("checking the seed")]
    Seed(#[source] SeedError),
    /// The seed's projects cannot be registered.
    #[error("registering the seed's projects")]
    Project(#[source] ControlError),
    /// No certificate could be made.
    #[error("preparing TLS")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Explain for StartError {
    fn problem(&self) -> Problem {
        match self {
            Self::Listen { address, source } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("The practice Adobe cannot listen on {address}."),
            )
            .remedy("Something else may use that port: choose another, or leave the port out.")
            .detail(source.to_string()),
            Self::Seed(cause) => cause.problem(),
            Self::Project(cause) => cause.problem(),
            Self::Tls(cause) => Problem::new(
                ErrorCode::Internal,
                "The practice Adobe could not make its certificate.",
            )
            .detail(cause.to_string()),
        }
    }
}

/// A running practice Adobe. Stops when dropped.
pub struct Practice {
    world: Arc<World>,
    /// Told or dropped, it ends the listener and every connection.
    stop: watch::Sender<()>,
}

impl Practice {
    /// Starts one on the current Tokio runtime. Ready to be connected to when this returns.
    pub async fn start(options: PracticeOptions) -> Result<Self, StartError> {
        let seed = options.seed.unwrap_or_default();
        seed.check().map_err(StartError::Seed)?;
        let listen_error = |source| StartError::Listen { address: options.listen, source };
        let listener = TcpListener::bind(options.listen).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let tls = Tls::make().map_err(|error: TlsError| StartError::Tls(error.into()))?;
        let organisations = seed
            .organizations
            .iter()
            .map(|known| Organisation { id: known.id.to_string(), tenant: known.tenant.clone() });
        let organisations = organisations.collect();
        let products = Products::seeded(Seed {
            profiles: options.profiles,
            campaign: options.campaign,
            organisations,
        });
        let now = options.clock.now();
        let registry = Registry::new(seed, now).map_err(StartError::Project)?;
        let clock = MovableClock::new(options.clock);
        let world = Arc::new(World::new(registry, products, clock, address, tls.root_pem));
        let (stop, stopped) = watch::channel(());
        let acceptor = TlsAcceptor::from(tls.config);
        let port = Port {
            world: Arc::clone(&world),
            ims: ims::router(Arc::clone(&world)),
            acceptor,
            stopped,
            places: wire::places(),
        };
        tokio::spawn(port.listen(listener));
        Ok(Self { world, stop })
    }

    /// Where it listens: TLS, plain HTTP and proxying on one port.
    pub fn address(&self) -> SocketAddr {
        self.world.address
    }

    /// `http://127.0.0.1:8443`, for clients that take a base URL.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.world.address)
    }

    /// The root certificate of this run (PEM), which TLS clients have to trust.
    pub fn root_pem(&self) -> &str {
        &self.world.root_pem
    }

    /// Its projects as the Developer Console would show them.
    pub fn projects(&self) -> Vec<Project> {
        self.control().projects()
    }

    /// The control interface.
    pub fn control(&self) -> Control {
        Control(Arc::clone(&self.world))
    }

    /// How to point other clients here, in plain text, with the token of the control interface. `ca_file` is where the caller keeps [`Practice::root_pem`].
    pub fn guide(&self, ca_file: &str) -> String {
        guide::text(&self.control(), ca_file)
    }

    /// Stops listening and breaks every connection off; done when the port is free. Dropping does the same unobserved.
    pub async fn stop(&self) {
        self.stop.send_replace(());
        self.stop.closed().await;
    }
}

impl std::fmt::Debug for Practice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Practice").field("address", &self.world.address).finish_non_exhaustive()
    }
}
